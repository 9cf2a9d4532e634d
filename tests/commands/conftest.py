"""The demo, run once for all tests of commands that need a database with a newspaper in it."""

import pytest

from tests.support.desk import Desk


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """The desk the demo kept, and what it printed."""
    desk = Desk.at(tmp_path_factory.mktemp("demo"))
    return desk, desk.run("demo", "--keep", str(desk.home)).stdout
