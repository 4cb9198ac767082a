"""The one error that a user sees: the fault and the advice."""


class LoaderError(Exception):
    """An error as two sentences: the fault, and what to do next."""

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        """Keep the sentences apart, so that the command line can style them."""
        super().__init__(message if advice is None else f"{message} {advice}")
        self.message = message
        self.advice = advice
