"""What the planners propose: asked for, worked on, changed by hand, accepted by a person."""
