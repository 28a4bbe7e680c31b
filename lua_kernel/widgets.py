"""What joins ipywidgets to this kernel. Imported on first use, for ipywidgets takes half a second."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import comm
import ipywidgets
from ipykernel.comm.comm import BaseComm


@runtime_checkable
class OutputTeller(Protocol):
    """What wants to know of Outputs that take what a cell shows."""

    def tell_of_output(self) -> None:
        """Note that an Output takes what the running cell shows."""


class KernelComm(BaseComm):
    """A comm of this kernel, which is told when an Output begins to take what a cell shows."""

    def publish_msg(self, msg_type: str, data: dict[str, Any] | None = None, **named: Any) -> None:
        """Send a message to the page."""
        super().publish_msg(msg_type, data=data, **named)
        if (data or {}).get("state", {}).get("msg_id") and isinstance(self.kernel, OutputTeller):
            self.kernel.tell_of_output()


# Where no kernel says otherwise, the comm package makes comms that reach nobody.
comm.create_comm = KernelComm
ipywidgets.register_comm_target()  # by which a page that is loaded anew asks for the widgets there are
