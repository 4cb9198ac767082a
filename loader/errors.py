"""The one error a user sees: what happened, and what to do about it."""


class LoaderError(Exception):
    """Says what went wrong and what to do next, each in one sentence."""

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        """Keep both sentences apart, so that the command line can set them off."""
        super().__init__(message if advice is None else f"{message} {advice}")
        self.message = message
        self.advice = advice
