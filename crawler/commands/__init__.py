"""The commands of `banmian`, a file each, and what they share.

`exits` how a command ends, `options` what several take, `places` which database and archive it works on,
`progress` its bar, `output` its tables and its JSON, `show` what is said of one issue that was looked at.
"""
