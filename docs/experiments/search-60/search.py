# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""The training step of nin-xnor once more, in PyTorch on a GPU, to compare recipes fast.

No weights come from here. A directory with CIFAR-10 in its binary layout is the only argument.
The last 10,000 images of a fixed shuffle of the training images are trained on by nobody.
"""

import math
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.backends.cudnn.benchmark = True
DEVICE = "cuda"
HELD_OUT = 10_000
CHANNELS = [192, 160, 96, 192, 192, 192, 192, 192, 10]
KERNELS = [5, 1, 1, 5, 1, 1, 3, 1, 1]
POOLS = {2: F.max_pool2d, 5: F.avg_pool2d}
PIXELS = torch.arange(32, device=DEVICE)
MEAN = torch.tensor([125.307, 122.950, 113.865], device=DEVICE).view(1, 3, 1, 1)
DEVIATION = torch.tensor([62.993, 62.089, 66.705], device=DEVICE).view(1, 3, 1, 1)


class Sign(torch.autograd.Function):
    """The sign, with the clipped identity for its gradient."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x >= 0, 1.0, -1.0).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * (x.abs() < 1)


class BinaryWeights(torch.autograd.Function):
    """alpha * sign(W), with the whole derivative: WeightGradient.CORRECTED."""

    @staticmethod
    def forward(ctx, w):
        signs = torch.where(w >= 0, 1.0, -1.0)
        alpha = w.abs().mean((1, 2, 3), keepdim=True)
        ctx.save_for_backward(w, signs, alpha)
        return signs * alpha

    @staticmethod
    def backward(ctx, gradient):
        w, signs, alpha = ctx.saved_tensors
        own = alpha * w[0].numel() * gradient * (w.abs() <= 1)
        return own + signs * (gradient * signs).sum((1, 2, 3), keepdim=True)


class Nin(nn.Module):
    def __init__(self, binary, weights=None):
        super().__init__()
        self.binary = [binary and 0 < i < 8 for i in range(9)]
        self.convolutions = nn.ModuleList()
        self.norms = nn.ModuleList()
        inputs = 3
        for outputs, kernel, signs in zip(CHANNELS, KERNELS, self.binary):
            convolution = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
            he = math.sqrt(2.0 / convolution.weight[0].numel())
            nn.init.normal_(convolution.weight, 0, 0.05 if signs else he)
            nn.init.zeros_(convolution.bias)
            self.convolutions.append(convolution)
            self.norms.append(nn.BatchNorm2d(inputs if signs else outputs))
            inputs = outputs
        self.constrain()
        if weights:
            self.load_state_dict(weights)
        self.to(DEVICE, memory_format=torch.channels_last)

    @torch.no_grad()
    def constrain(self):
        for convolution, signs in zip(self.convolutions, self.binary):
            if signs:
                w = convolution.weight
                w.sub_(w.mean(1, keepdim=True)).clamp_(-1, 1)

    def forward(self, x):
        for i, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):
            if self.binary[i]:
                weight = BinaryWeights.apply(convolution.weight)
                x = F.conv2d(Sign.apply(norm(x)), weight, convolution.bias, padding=convolution.padding)
            else:
                x = norm(convolution(x))
            x = F.relu(x)
            if i in POOLS:
                x = POOLS[i](x, 3, 2, 1)
        return F.avg_pool2d(x.float(), 8).flatten(1)


def mixed_precision():
    return torch.autocast("cuda", torch.bfloat16, cache_enabled=False)


def scaled(pixels):
    return ((pixels.float() - MEAN) / DEVIATION).contiguous(memory_format=torch.channels_last)


class Images:
    def __init__(self, directory):
        files = [np.fromfile(f"{directory}/data_batch_{i}.bin", np.uint8) for i in range(1, 6)]
        records = np.concatenate(files).reshape(-1, 3073)
        records = records[np.random.default_rng(7).permutation(len(records))]
        pixels = torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32).copy()).to(DEVICE)
        labels = torch.from_numpy(records[:, 0].astype(np.int64)).to(DEVICE)
        self.held_out, self.held_out_labels = pixels[:HELD_OUT], labels[:HELD_OUT]
        self.padded, self.labels = F.pad(pixels[HELD_OUT:], (4, 4, 4, 4)), labels[HELD_OUT:]

    def epoch(self, shift):
        """All training images in a new order, mirrored and, if so wished, shifted at random."""
        size = len(self.labels)
        order = torch.randperm(size, device=DEVICE)
        changed = torch.empty(size, 3, 32, 32, dtype=torch.uint8, device=DEVICE)
        colours = torch.arange(3, device=DEVICE).view(1, 3, 1, 1)
        for start in range(0, size, 5000):
            part = order[start : start + 5000]
            n = len(part)
            if shift:
                offset = torch.randint(0, 9, (n, 2), device=DEVICE)
            else:
                offset = torch.full((n, 2), 4, device=DEVICE)
            mirrored = torch.rand(n, device=DEVICE) < 0.5
            columns = torch.where(mirrored[:, None], 31 - PIXELS, PIXELS[None]) + offset[:, 1:2]
            rows = PIXELS[None] + offset[:, 0:1]
            changed[start : start + n] = self.padded[
                part.view(-1, 1, 1, 1), colours, rows.view(n, 1, 32, 1), columns.view(n, 1, 1, 32)
            ]
        return changed, self.labels[order]

    @torch.no_grad()
    def top1(self, network):
        network.eval()
        correct = 0
        with mixed_precision():
            for start in range(0, HELD_OUT, 2500):
                answers = network(scaled(self.held_out[start : start + 2500])).argmax(1)
                correct += (answers == self.held_out_labels[start : start + 2500]).sum().item()
        return 100.0 * correct / HELD_OUT


def train(
    images, name, network, epochs, rate, end=0.0, batch=128, seed=4, shift=True, smoothing=0.0, teacher=None
):
    torch.manual_seed(seed)
    network.train()
    current = torch.tensor(0.0, device=DEVICE)
    if any(network.binary):
        rule = torch.optim.Adam(network.parameters(), lr=current, fused=True, capturable=True)
    else:
        decayed = [convolution.weight for convolution in network.convolutions]
        others = [convolution.bias for convolution in network.convolutions]
        others += [parameter for norm in network.norms for parameter in norm.parameters()]
        groups = [{"params": decayed, "weight_decay": 5e-4}, {"params": others}]
        rule = torch.optim.SGD(groups, lr=current, momentum=0.9, nesterov=True, fused=True)
    pixels = torch.zeros(batch, 3, 32, 32, dtype=torch.uint8, device=DEVICE)
    labels = torch.zeros(batch, dtype=torch.int64, device=DEVICE)
    correct = torch.zeros(1, device=DEVICE)

    def step():
        with mixed_precision():
            x = scaled(pixels)
            logits = network(x)
            if teacher is not None:
                with torch.no_grad():
                    lessons = teacher(x)
        loss = F.cross_entropy(logits, labels, label_smoothing=smoothing)
        if teacher is not None:
            softened = F.log_softmax(logits / 4, 1), F.log_softmax(lessons / 4, 1)
            taught = 16 * F.kl_div(*softened, reduction="batchmean", log_target=True)
            loss = 0.5 * loss + 0.5 * taught
        loss.backward()
        rule.step()
        network.constrain()
        correct[0] += (logits.detach().argmax(1) == labels).sum()

    # A step is recorded once and replayed, which needs a few of them beforehand, undone afterwards.
    before = {key: value.clone() for key, value in network.state_dict().items()}
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            rule.zero_grad(set_to_none=True)
            step()
    torch.cuda.current_stream().wait_stream(side)
    rule.zero_grad(set_to_none=True)
    recorded = torch.cuda.CUDAGraph()
    with torch.cuda.graph(recorded):
        step()
    network.load_state_dict(before)
    for state in rule.state.values():
        for value in state.values():
            if torch.is_tensor(value):
                value.zero_()

    steps = len(images.labels) // batch
    for epoch in range(epochs):
        epoch_pixels, epoch_labels = images.epoch(shift)
        correct.zero_()
        for i in range(steps):
            progress = (epoch * steps + i) / (epochs * steps)
            current.fill_(end + (rate - end) * 0.5 * (1 + math.cos(math.pi * progress)))
            pixels.copy_(epoch_pixels[i * batch : (i + 1) * batch])
            labels.copy_(epoch_labels[i * batch : (i + 1) * batch])
            recorded.replay()
    training = 100 * correct.item() / (steps * batch)
    print(f"{name},{epochs},{training:.2f},{images.top1(network):.2f}", flush=True)
    return {key: value.clone() for key, value in network.state_dict().items()}


def main():
    images = Images(sys.argv[1])
    print("training,epochs,training top-1 %,validation top-1 %")
    torch.manual_seed(1)
    weights = train(images, "first cycle", Nin(True), 13, 0.01, 1e-5, 100, 1, shift=False)
    weights = train(images, "second cycle", Nin(True, weights), 9, 0.005, seed=2)
    weights = train(images, "third cycle", Nin(True, weights), 45, 0.005, seed=3)
    train(images, "fourth cycle", Nin(True, weights), 60, 0.005)
    train(images, "fourth cycle with label smoothing 0.1", Nin(True, weights), 60, 0.005, smoothing=0.1)
    taught = train(images, "nin as the teacher", Nin(False), 30, 0.1, seed=1)
    teacher = Nin(False, taught).eval()
    train(images, "fourth cycle taught by nin", Nin(True, weights), 60, 0.005, teacher=teacher)
    train(images, "fourth cycle at rate 0.01", Nin(True, weights), 60, 0.01)
    train(images, "fourth cycle at rate 0.002", Nin(True, weights), 60, 0.002)


if __name__ == "__main__":
    main()
