"""The yearly allocation of units to street segments: wishes, the proposal and its page, its acceptance."""
