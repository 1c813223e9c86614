"""A deterministic painter of gaúcho scenes, and the captions that go with them."""
