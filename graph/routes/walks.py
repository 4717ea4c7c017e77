"""Walks of a task: how a label goes on along a link, by moves, time, skills and gates."""

from collections.abc import Sequence

from ..interrupt import checkpoint
from ..times import Arrival
from .entry import enter
from .labels import Label
from .network import UNTIMED, Link, Network
from .task import Task


class Walker:
    """Starts and extends labels for one task; skills are bits in the order they are met."""

    def __init__(self, network: Network, task: Task) -> None:
        """For a task in a network."""
        self.network = network
        self.task = task
        self._bits: dict[str, int] = {}
        self._masks: dict[int, int] = {}

    def start(self) -> Label:
        """The label at the start of a route."""
        role = self.task.start
        return Label((role,), 0, 0, self._seen(role), self.task.held)

    def step(self, label: Label, to: int) -> Label:
        """The label after taking the link to a role."""
        return self.follow(label, self.network.links(label.walk[-1])[to])

    def walk(self, roles: Sequence[int]) -> Label:
        """The label at the end of a walk from the start."""
        label = self.start()
        for role in roles[1:]:
            label = self.step(label, role)
        return label

    def follow(self, label: Label, link: Link) -> Label:
        """The label after a link and the gates of the role it reaches (3.4, 4.3, 5.1, 5.2)."""
        walk, time, learned, seen, held, kept = label
        to, service = link.to, self.task.service_months
        time = link.arrive(time, service)
        gates = self.network.required_gates(to)
        if gates:
            months = time % UNTIMED
            entry = enter(gates, held, Arrival(months, months, None), service)
            time += entry.arrival.typical - months + entry.untimed * UNTIMED
            held = entry.held
        if self.task.via:
            seen |= self._seen(to)
        return Label((*walk, to), time, learned | self.teaches(to), seen, held, kept)

    def sees_all(self, label: Label) -> bool:
        """Whether a walk passes every `via`."""
        return label.seen == (1 << len(self.task.via)) - 1

    def teaches(self, role: int) -> int:
        """The skills that a role requires and that are not held at the start, as bits."""
        mask = self._masks.get(role)
        if mask is None:
            checkpoint()
            mask, bits = 0, self._bits
            for skill in self.network.asked(role).keys() - self.task.skills:
                mask |= 1 << bits.setdefault(skill, len(bits))
            self._masks[role] = mask
        return mask

    def _seen(self, role: int) -> int:
        """The `via` that a role satisfies, as bits."""
        return sum(1 << bit for bit, roles in enumerate(self.task.via) if role in roles)
