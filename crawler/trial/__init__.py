"""One issue fetched for a look at it, stored nowhere: for `banmian check`, `papers add`, `capture`."""
