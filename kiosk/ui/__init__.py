"""The touch interface: Qt Quick pages over a model of the session. The only package with Qt."""
