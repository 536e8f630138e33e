"""What the blocks of a cancel flow share: which subscription, the ways on and back, the proof."""
