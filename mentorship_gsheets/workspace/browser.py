"""The browser of this computer, where it has one that a person can see."""

import os
import sys
import threading
import webbrowser


def has_browser() -> bool:
    """Return whether an address can be shown in a window; on a server or in a container it cannot.

    The browsers that run in a terminal do not count: they would take the terminal that the tool talks in.
    """
    windows = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not windows:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def show_page(address: str) -> None:
    """Show an address in the browser of this computer, if it has one; go on at once.

    A browser that was not running yet may keep whoever started it until its last window is closed.
    """
    if has_browser():
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
