"""A visitor's session, without Qt: state machine, idle clock, sentence, jobs, children."""
