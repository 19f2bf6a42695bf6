"""Handwritten digits: images, the way from a pen's strokes to such an image, and networks that have learnt them."""
