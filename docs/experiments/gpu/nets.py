# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""The networks of the zoo once more in PyTorch, with the names of the library.

Signs and binary sums are exact: on a GPU they are computed in float16, which holds them. Gradients are bfloat16 there.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

FORWARD, BACKWARD = (torch.float16, torch.bfloat16) if torch.cuda.is_available() else (torch.float32, torch.float32)


def signs(values, dtype):
    return torch.where(values >= 0, 1.0, -1.0).to(dtype)


def channels_last(values):
    return values.contiguous(memory_format=torch.channels_last)


def per_channel(values):
    return values.view(1, -1, 1, 1)


def convolution_gradients(gradient, x, w, padding, groups):
    return torch.ops.aten.convolution_backward(
        gradient, x, w, None, [1, 1], [padding, padding], [1, 1], False, [0, 0], groups, [True, True, False])[:2]


class BinaryConvolution(torch.autograd.Function):
    """conv(sign(x), sign(w)). Groups are computed as one convolution whose other weights are 0: GPUs prefer that."""

    @staticmethod
    def forward(ctx, x, w, mask, padding, groups, approximate):
        ctx.save_for_backward(x, w, mask)
        ctx.settings = padding, groups, approximate
        weights = BinaryConvolution.dense(signs(w, FORWARD), mask, groups)
        return F.conv2d(signs(x, FORWARD), weights, None, 1, padding).float()

    @staticmethod
    def dense(weights, mask, groups):
        return channels_last(weights.repeat(1, groups, 1, 1) * mask.to(weights.dtype) if groups > 1 else weights)

    @staticmethod
    def backward(ctx, gradient):
        x, w, mask = ctx.saved_tensors
        padding, groups, approximate = ctx.settings
        weights = BinaryConvolution.dense(signs(w, BACKWARD), mask, groups)
        to_signs, to_weights = convolution_gradients(gradient.to(BACKWARD), signs(x, BACKWARD), weights, padding, 1)
        to_weights = to_weights.float()
        if groups > 1:
            out, channels, height, width = to_weights.shape
            to_weights = (to_weights * mask).reshape(out, groups, channels // groups, height, width).sum(1)
        gate = torch.clamp(2 - 2 * x.abs(), min=0) if approximate else (x.abs() < 1).float()
        return to_signs.float() * gate, to_weights * (w.abs() <= 1).float(), None, None, None, None


class RoundedConvolution(torch.autograd.Function):
    """A float convolution of rounded operands."""

    @staticmethod
    def forward(ctx, x, w, padding):
        ctx.save_for_backward(x, w)
        ctx.padding = padding
        return F.conv2d(x.to(FORWARD), channels_last(w.to(FORWARD)), None, 1, padding).float()

    @staticmethod
    def backward(ctx, gradient):
        x, w = ctx.saved_tensors
        to_x, to_w = convolution_gradients(
            gradient.to(BACKWARD), x.to(BACKWARD), channels_last(w.to(BACKWARD)), ctx.padding, 1)
        return to_x.float(), to_w.float(), None


def group_mask(inputs, outputs, groups):
    mask = torch.zeros(outputs, inputs, 1, 1)
    for g in range(groups):
        mask[g * outputs // groups:(g + 1) * outputs // groups, g * inputs // groups:(g + 1) * inputs // groups] = 1
    return mask


class Conv2d(nn.Module):
    def __init__(self, inputs, outputs, kernel, groups=1, bias=True):
        super().__init__()
        self.padding, self.groups = kernel // 2, groups
        fan_in = inputs // groups * kernel * kernel
        self.weight = nn.Parameter(torch.randn(outputs, inputs // groups, kernel, kernel) * math.sqrt(2 / fan_in))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.register_buffer("mask", group_mask(inputs, outputs, groups), persistent=False)

    def forward(self, x):
        w = self.weight.repeat(1, self.groups, 1, 1) * self.mask if self.groups > 1 else self.weight
        y = RoundedConvolution.apply(x, w, self.padding)
        return y if self.bias is None else y + per_channel(self.bias)


class BinConv2d(nn.Module):
    """Binary weights times alpha, the mean of |weight| over a filter; latent weights are centred and clamped."""

    def __init__(self, inputs, outputs, kernel, groups=1, bias=True, alpha=True, approximate=False):
        super().__init__()
        self.padding, self.groups, self.alpha, self.approximate = kernel // 2, groups, alpha, approximate
        self.weight = nn.Parameter(torch.randn(outputs, inputs // groups, kernel, kernel) * 0.05)
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.register_buffer("mask", group_mask(inputs, outputs, groups), persistent=False)

    def forward(self, x):
        y = BinaryConvolution.apply(x, self.weight, self.mask, self.padding, self.groups, self.approximate)
        if self.alpha:
            y = y * per_channel(self.weight.abs().mean((1, 2, 3)))
        return y if self.bias is None else y + per_channel(self.bias)

    @torch.no_grad()
    def constrain(self):
        self.weight.sub_(self.weight.mean(1, keepdim=True)).clamp_(-1, 1)


class Network(nn.Module):
    def constrain(self):
        """Centres and clamps latent weights, at the beginning and after each step."""
        for module in self.modules():
            if isinstance(module, BinConv2d):
                module.constrain()


def shuffle(x, groups):
    n, channels, height, width = x.shape
    return x.view(n, groups, channels // groups, height, width).transpose(1, 2).reshape(x.shape)


class Nin(Network):
    """NinArchitecture of the library."""

    KERNELS = [5, 1, 1, 5, 1, 1, 3, 1, 1]

    def __init__(self, grouped, binary):
        super().__init__()
        plain = [192, 160, 96, 192, 192, 192, 192, 192, 10]
        outputs = [256, 256, 256, 512, 512, 512, 1024, 1024, 10] if grouped else plain
        groups = [1, 2, 2, 16, 4, 4, 32, 8, 1] if grouped else [1] * 9
        self.binary = [binary and 0 < i < 8 for i in range(9)]
        self.shuffles = [groups[i - 1] if i > 0 and groups[i] > 1 else 1 for i in range(9)]
        inputs = 3
        for i in range(9):
            block = nn.Module()
            kind = BinConv2d if self.binary[i] else Conv2d
            block.conv = kind(inputs, outputs[i], self.KERNELS[i], groups[i])
            block.norm = nn.BatchNorm2d(inputs if self.binary[i] else outputs[i])
            self.add_module(f"block{i + 1}", block)
            inputs = outputs[i]
        self.constrain()

    def forward(self, x):
        for i in range(9):
            block = getattr(self, f"block{i + 1}")
            x = shuffle(x, self.shuffles[i]) if self.shuffles[i] > 1 else x
            x = block.conv(block.norm(x)) if self.binary[i] else block.norm(block.conv(x))
            x = F.relu(x)
            if i == 2:
                x = F.max_pool2d(x, 3, 2, 1)
            if i == 5:
                x = F.avg_pool2d(x, 3, 2, 1)
        return x.mean((2, 3))


class ResNet12(Network):
    """Stem, ten blocks of one convolution with a shortcut in three stages, head.

    Binary blocks are those of ReActNet (Liu et al., ECCV 2020): RSign, 3x3, normalisation, shortcut, RPReLU. Stem,
    transitions (average pool, 1x1) and head are float.
    """

    STAGES = ((64, 5), (128, 3), (128, 2))

    def __init__(self, binary):
        super().__init__()
        self.binary = binary
        width = self.STAGES[0][0]
        self.stem = self.normalized(Conv2d(3, width, 3, bias=False), width)
        inputs = width
        for s, (width, depth) in enumerate(self.STAGES, 1):
            if s > 1:
                self.add_module(f"down{s}", self.normalized(Conv2d(inputs, width, 1, bias=False), width))
            for b in range(1, depth + 1):
                self.add_module(f"stage{s}_{b}", self.block(width))
            inputs = width
        self.head = nn.Module()
        self.head.conv = Conv2d(inputs, 10, 1)
        nn.init.normal_(self.head.conv.weight, 0, 0.05)
        self.constrain()

    @staticmethod
    def normalized(convolution, width):
        module = nn.Module()
        module.conv, module.norm = convolution, nn.BatchNorm2d(width)
        return module

    def block(self, width):
        if not self.binary:
            return self.normalized(Conv2d(width, width, 3, bias=False), width)
        block = self.normalized(BinConv2d(width, width, 3, bias=False, alpha=False, approximate=True), width)
        for name, value in [("threshold", 0.0), ("shift", 0.0), ("slope", 0.25), ("offset", 0.0)]:
            setattr(block, name, nn.Parameter(torch.full((width,), value)))
        return block

    def forward(self, x):
        activation = (lambda y: y) if self.binary else F.relu
        x = activation(self.stem.norm(self.stem.conv(x)))
        for s, (_, depth) in enumerate(self.STAGES, 1):
            if s > 1:
                down = getattr(self, f"down{s}")
                x = activation(down.norm(down.conv(F.avg_pool2d(x, 2))))
            for b in range(1, depth + 1):
                x = self.run(getattr(self, f"stage{s}_{b}"), x)
        return self.head.conv(x.mean((2, 3), keepdim=True)).flatten(1)

    def run(self, block, x):
        if not self.binary:
            return F.relu(x + block.norm(block.conv(x)))
        y = x + block.norm(block.conv(x + per_channel(block.threshold))) - per_channel(block.shift)
        return torch.where(y >= 0, y, y * per_channel(block.slope)) + per_channel(block.offset)


NETWORKS = {
    "nin": lambda: Nin(False, False),
    "nin-gc": lambda: Nin(True, False),
    "nin-xnor": lambda: Nin(False, True),
    "nin-gc-xnor": lambda: Nin(True, True),
    "resnet12": lambda: ResNet12(False),
    "react12": lambda: ResNet12(True),
}
