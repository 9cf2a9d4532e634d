"""Computes back what a mirror did to a text: a noisy channel, its evidence, and a language model.

`mirror` is the channel, `originals` what may have stood there, `lattice` the search among it (`growth` a reading and one character more), `lm` the model
that ranks it, `repair` a change on record. The door to it is `pipelines.text.restore`.
"""
