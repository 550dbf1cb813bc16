# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""Writes files beside it with PyTorch itself: one small network, saved in the ways that people save.

Made with PyTorch 1.13 and NumPy 1.24 (Debian's python3-torch); other versions write other bytes. Run it in
this folder. The tensors are those of make_fixtures.py in the folder above.
"""
import argparse
import collections
import datetime
import enum
import fractions
import functools
import pathlib
import random
import sys

import numpy as np
import torch
from torch import nn

WEIGHT = torch.arange(12, dtype=torch.float32).reshape(2, 3, 1, 2) + 0.5
BIAS = torch.tensor([-1.0, 0.0])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 2, (1, 2))
        with torch.no_grad():
            self.conv.weight.copy_(WEIGHT)
            self.conv.bias.copy_(BIAS)

    def forward(self, x):
        return self.conv(x)


class Normed(Net):
    """With buffers that are saved and one that is not, a part that is None, and a shared part."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(2)
        self.again = self.conv
        self.register_buffer("mask", torch.tensor([True, False]))
        self.register_buffer("scratch", torch.zeros(3), persistent=False)
        self.register_parameter("nothing", None)
        self.hook = self.conv.register_forward_hook(print)


class StateDict(collections.OrderedDict):
    pass


class Phase(enum.Enum):
    TRAIN = 1


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a, self.b = 1, {"c": 2}


class Meter(list):
    def __init__(self, *values):
        super().__init__(values)
        self.name = "loss"


def state():
    return collections.OrderedDict([("conv.weight", WEIGHT.clone()), ("conv.bias", BIAS.clone())])


def prefixed(prefix):
    return collections.OrderedDict((prefix + key, value) for key, value in state().items())


def everything():
    return {
        "args": argparse.Namespace(lr=0.1, milestones=[10, 20], out=pathlib.PurePosixPath("runs") / "x"),
        "counter": collections.Counter("abca"),
        "default": collections.defaultdict(list, {"a": [1.0]}),
        "deque": collections.deque([1, 2, 3], maxlen=5),
        "set": {1, 2},
        "frozenset": frozenset(["a", "b"]),
        "bytes": bytes(range(256)),
        "bytearray": bytearray(b"\x00\xff"),
        "complex": 1 + 2j,
        "slice": slice(1, 2),
        "range": range(5),
        "date": datetime.datetime(2024, 1, 2, 3, 4, 5),
        "fraction": fractions.Fraction(1, 3),
        "enum": Phase.TRAIN,
        "slots": Slots(),
        "meter": Meter(1.0, 2.0),
        "partial": functools.partial(max, 1),
        "function": np.mean,
        "class": nn.Conv2d,
        "scalar": np.float64(90.5),
        "float32": np.float32(0.25),
        "int64": np.int64(7),
        "array": np.arange(6, dtype=np.float32).reshape(2, 3),
        "strings": np.array(["a", "bc"]),
        "objects": np.array([None, {"a": 1}], dtype=object),
        "random": random.Random(1).getstate(),
        "numpy random": np.random.RandomState(1).get_state(),
        "torch random": torch.get_rng_state(),
        "generator": np.random.default_rng(1),
        "device": torch.device("cuda:0"),
        "dtype": torch.float16,
        "size": torch.Size([1, 2]),
        "layout": torch.sparse_coo,
        "large": 10**40,
        "huge": 10**900,
        "negative": -(2**63) - 1,
        "infinite": float("inf"),
        0.5: "a float as key",
        None: "none as key",
        (1, "a"): "a tuple as key",
        b"k": "bytes as key",
        frozenset([1]): "a set as key",
        True: "true as key",
        "text": "\u6f22\ud83d\ude00 \u2028\n".encode("utf-16", "surrogatepass").decode("utf-16"),
    }


def cyclic():
    """An object, a list and a dictionary that hold themselves."""
    values = []
    values.append(values)
    table = {"list": values}
    table["itself"] = table
    space = argparse.Namespace()
    space.itself = space
    return {"state_dict": state(), "table": table, "space": space}


def save(name, value, **options):
    torch.save(value, name, **options)


def main():
    for protocol in range(1, 6):
        values = {"model": state(), **everything()}
        if protocol == 1:
            del values["slots"]
        save("everything-%d.pth" % protocol, values, pickle_protocol=protocol)
    save(
        "everything-legacy.pth",
        {"model": state(), **everything()},
        _use_new_zipfile_serialization=False,
    )
    save("cyclic.pth", cyclic())

    network = Net()
    optimizer = torch.optim.Adam(network.parameters())
    network(torch.ones(1, 3, 1, 2)).sum().backward()
    optimizer.step()
    network = Net()
    save("module.pth", network)
    save("module-legacy.pth", network, _use_new_zipfile_serialization=False)
    save("module-parallel.pth", nn.DataParallel(network))
    save("module-wrapped.pth", {"epoch": 3, "net": network, "optimizer": optimizer.state_dict()})
    normed = Normed()
    normed.hook.remove()
    del normed.hook
    save("module-buffers.pth", normed)
    torch.jit.script(Net()).save("scripted.pt")
    torch.jit.trace(Net(), torch.ones(1, 3, 1, 2)).save("traced.pt")

    for key in ("model_state", "network", "net", "state_dict_ema", "my_own_key"):
        save("key-%s.pth" % key, {"epoch": 1, "acc": torch.tensor(9.5), key: state(), "optimizer": optimizer.state_dict()})
    save("key-nested.pth", {"checkpoint": 1, "model": {"state_dict": state(), "name": "n"}})
    save("key-preferred.pth", {"state_dict_ema": prefixed("ema."), "state_dict": state(), "model": "nin"})
    save("pair.pth", (state(), optimizer.state_dict(), 3))
    save("subclass.pth", {"state_dict": StateDict(state())})
    averaged = torch.optim.swa_utils.AveragedModel(network)
    save("averaged.pth", averaged.state_dict())
    save("prefix-module-compiled.pth", prefixed("module._orig_mod."))
    save("prefix-compiled-module.pth", prefixed("_orig_mod.module.module."))
    parameters = collections.OrderedDict((k, nn.Parameter(v)) for k, v in state().items())
    save("parameters.pth", parameters)
    attributed = state()
    attributed["conv.weight"].note = "an attribute"
    save("attributed.pth", attributed)
    store = torch.arange(-4, 20, dtype=torch.float32) + 0.5
    views = collections.OrderedDict()
    views["conv.weight"] = store[4:16].view(2, 3, 1, 2)
    views["conv.bias"] = torch.tensor([[-1.0, 5.0], [0.0, 6.0]])[:, 0]
    save("views.pth", views)

    for name, beside in (
        ("quantised", torch.quantize_per_tensor(torch.ones(2, 2), 0.5, 3, torch.quint8)),
        ("sparse", torch.eye(2).to_sparse()),
        ("sparse-rows", torch.eye(2).to_sparse_csr()),
        ("complex", torch.ones(2, dtype=torch.complex64)),
        ("meta", torch.ones(2, device="meta")),
        ("expanded", torch.tensor([[1.5], [2.5]]).expand(2, 3)),
        ("double", torch.tensor([0.1], dtype=torch.float64)),
        ("bfloat16", torch.tensor([1.5], dtype=torch.bfloat16)),
        ("conjugate", torch.ones(2, dtype=torch.complex64).conj()),
        ("array", np.ones(2, dtype=np.float32)),
    ):
        values = state()
        values["beside"] = beside
        save("beside-%s.pth" % name, values)
    save("bare.pth", WEIGHT)
    save("bare-legacy.pth", WEIGHT, _use_new_zipfile_serialization=False)
    save("list.pth", [WEIGHT, BIAS])
    save("two.pth", {"generator": state(), "discriminator": state()})
    save("none.pth", {"epoch": 1, "history": [0.1, 0.2]})


if __name__ == "__main__":
    main()
