"""What kind an article (体裁), a page (版面) and a paper are, by what is printed; '' where uncertain."""

from pipelines.text.kinds.genres import Printed, genre_of
from pipelines.text.kinds.nameplates import kind_of, level_of
from pipelines.text.kinds.sections import page_section

__all__ = ["Printed", "genre_of", "kind_of", "level_of", "page_section"]
