"""One issue fetched for a look at it, stored nowhere: for `banmian check`, `papers add`, `capture`.

`fetch` brings it, `findings` counts what was read of it, `suggest` looks for selectors that read more,
`proof` notes in the profile what it proves, `specimen` writes it into a directory and reads it again;
`scout` finds out, by the `templates` of addresses, what newspaper an address belongs to. May import all of
the crawler but its commands and the demo.
"""
