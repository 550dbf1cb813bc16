# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""Trains a network on CIFAR-10, on a GPU if there is one; see README.md beside it.

Writes into the output directory NAME.pt, which `./bnn import` reads, NAME.properties for its option --training, and
NAME.csv, the history. The test images are looked at once, at the end.
"""
import argparse
import math
import os
import platform
import sys
import time

import torch
import torch.nn.functional as F

import data
from nets import NETWORKS

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
WARM_UP = 0.02  # share of the training in which the rate rises


def arguments():
    parser = argparse.ArgumentParser(description="Train a network on CIFAR-10.")
    parser.add_argument("--net", required=True, choices=NETWORKS)
    parser.add_argument("--data", required=True, help="directory with the official binary files")
    parser.add_argument("--out", default=".")
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=0.01, help="highest learning rate")
    parser.add_argument("--sgd", action="store_true", help="momentum and decay of weights, instead of Adam")
    parser.add_argument("--decay", type=float, default=5e-4, help="weight decay of SGD")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--init", help="a .pt file of the same network to start from")
    parser.add_argument("--teacher", help="a .pt file of the network --teacher-net")
    parser.add_argument("--teacher-net", default="resnet12", choices=NETWORKS)
    parser.add_argument("--weight", type=float, default=0.5, help="share of the teacher in the loss")
    parser.add_argument("--temperature", type=float, default=4)
    parser.add_argument("--validation", type=int, default=0, help="hold out so many training images, to choose by")
    parser.add_argument("--limit", type=int, help="only so many training images, for a quick look")
    return parser.parse_args()


def load(name, file):
    network = NETWORKS[name]()
    network.load_state_dict(torch.load(file, map_location="cpu"))
    return network.to(DEVICE, memory_format=torch.channels_last)


def optimizer(network, args, rate):
    """The rate is a tensor on a GPU, where a recorded step reads it anew each time."""
    graph = {"capturable": True, "fused": True} if DEVICE == "cuda" else {}
    if not args.sgd:
        return torch.optim.Adam(network.parameters(), lr=rate, eps=1e-12, **graph)
    graph.pop("capturable", None)
    decayed = [p for p in network.parameters() if p.dim() == 4]
    others = [p for p in network.parameters() if p.dim() != 4]
    groups = [{"params": decayed, "weight_decay": args.decay}, {"params": others}]
    return torch.optim.SGD(groups, lr=rate, momentum=0.9, nesterov=True, **graph)


class Step:
    """One step of training on the images and labels that are copied into it."""

    def __init__(self, network, teacher, args):
        self.network, self.teacher, self.args = network, teacher, args
        self.rate = torch.tensor(0.0, device=DEVICE)
        self.optimizer = optimizer(network, args, self.rate if DEVICE == "cuda" else 0.0)
        self.images = torch.zeros(args.batch, 3, data.SIDE, data.SIDE, dtype=torch.uint8, device=DEVICE)
        self.labels = torch.zeros(args.batch, dtype=torch.int64, device=DEVICE)
        self.correct_and_loss = torch.zeros(2, device=DEVICE)
        self.compiled = torch.compile(self.objective) if DEVICE == "cuda" else self.objective
        self.run = self.recorded() if DEVICE == "cuda" else self.once

    def objective(self, images, labels):
        x = data.scaled(images)
        logits = self.network(x)
        loss = F.cross_entropy(logits, labels)
        if self.teacher is not None:
            t, w = self.args.temperature, self.args.weight
            with torch.no_grad():
                answers = self.teacher(x)
            softened = F.softmax(answers / t, 1) * (F.log_softmax(answers / t, 1) - F.log_softmax(logits / t, 1))
            loss = (1 - w) * loss + w * t * t * softened.sum(1).mean()
        return loss, logits

    def compute(self):
        loss, logits = self.compiled(self.images, self.labels)
        loss.backward()
        self.optimizer.step()
        self.network.constrain()
        self.correct_and_loss[0] += (logits.detach().argmax(1) == self.labels).sum()
        self.correct_and_loss[1] += loss.detach()

    def once(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.compute()

    def recorded(self):
        """Records the step as a CUDA graph, on random numbers, and takes back what that changed."""
        before = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.images.random_(0, 255)
        self.labels.random_(0, 10)
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.once()
        torch.cuda.current_stream().wait_stream(side)
        torch.cuda.synchronize()
        self.optimizer.zero_grad(set_to_none=True)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.compute()
        self.network.load_state_dict(before)
        for state in self.optimizer.state.values():
            for value in state.values():
                if torch.is_tensor(value):
                    value.zero_()
        return graph.replay

    def __call__(self, images, labels, rate):
        if DEVICE == "cuda":
            self.rate.fill_(rate)
        else:
            for group in self.optimizer.param_groups:
                group["lr"] = rate
        self.images.copy_(images)
        self.labels.copy_(labels)
        self.run()


@torch.no_grad()
def top1(network, images, labels):
    network.eval()
    parts = zip(images.split(1000), labels.split(1000))
    correct = sum((network(data.scaled(x.to(DEVICE))).argmax(1).cpu() == y).sum().item() for x, y in parts)
    network.train()
    return 100.0 * correct / len(labels)


def rate_at(done, highest):
    """Rises in a line, then falls along half a cosine; done is the share of the training that is over."""
    return highest * min(1.0, done / WARM_UP) * 0.5 * (1 + math.cos(math.pi * done))


def describe(args, images):
    rule = f"SGD with momentum 0.9 (Nesterov), weight decay {args.decay:g}" if args.sgd else "Adam"
    taught = f", taught at temperature {args.temperature:g} with weight {args.weight:g}" if args.teacher else ""
    return (f"{rule}, warm-up, then cosine from {args.rate:g}, batch {args.batch}, {args.epochs} epochs of {images}"
            f" images, crop and flip{taught}, seed {args.seed}")


def properties(args, images, seconds):
    device = torch.cuda.get_device_name() if DEVICE == "cuda" else platform.processor() or platform.machine()
    framework = "PyTorch " + torch.__version__
    facts = {"framework": framework, "device": device, "start": args.init or "random weights"}
    if args.init:
        facts["start.framework"] = framework
    facts |= {"epochs": args.epochs, "seconds": round(seconds), "recipe": describe(args, images)}
    if args.teacher:
        facts["teacher"] = f"{args.teacher_net}, {args.teacher}"
    facts["script"] = "docs/experiments/gpu/train.py " + " ".join(sys.argv[1:])
    return "".join(f"training.{name}={value}\n" for name, value in facts.items())


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    images, labels = data.training(args.data)
    if args.limit:
        images, labels = images[:args.limit], labels[:args.limit]
    kept = len(labels) - args.validation
    source = data.Augmented(images[:kept], labels[:kept], DEVICE)
    network = load(args.net, args.init) if args.init else NETWORKS[args.net]().to(
        DEVICE, memory_format=torch.channels_last)
    teacher = load(args.teacher_net, args.teacher).eval() if args.teacher else None
    for parameter in teacher.parameters() if teacher else []:
        parameter.requires_grad_(False)
    network.train()
    step = Step(network, teacher, args)
    steps = kept // args.batch
    history = ["epoch,learningRate,trainLoss,trainTop1,validationLoss,validationTop1,seconds,imagesPerSecond"]
    start = time.time()
    for epoch in range(args.epochs):
        began = time.time()
        drawn, answers = source.epoch()
        step.correct_and_loss.zero_()
        for i in range(steps):
            rate = rate_at((epoch * steps + i) / (args.epochs * steps), args.rate)
            batch = slice(i * args.batch, (i + 1) * args.batch)
            step(drawn[batch], answers[batch], rate)
            if DEVICE == "cuda" and i % 16 == 15:
                torch.cuda.current_stream().synchronize()
        correct, loss = step.correct_and_loss.tolist()
        seconds, shown = time.time() - began, steps * args.batch
        if not math.isfinite(loss):
            sys.exit(f"The loss is {loss} in epoch {epoch + 1}; the rate {args.rate:g} is probably too high.")
        held = f"{top1(network, images[kept:], labels[kept:]):.3f}" if args.validation else ""
        history.append(f"{epoch + 1},{rate:.6g},{loss / steps:.5f},{100 * correct / shown:.3f},,{held},{seconds:.2f},"
                       f"{shown / seconds:.1f}")
        print(history[-1], flush=True)
    os.makedirs(args.out, exist_ok=True)
    torch.save(network.state_dict(), f"{args.out}/{args.net}.pt")
    with open(f"{args.out}/{args.net}.csv", "w") as file:
        file.write("\n".join(history) + "\n")
    with open(f"{args.out}/{args.net}.properties", "w") as file:
        file.write(properties(args, kept, time.time() - start))
    print(f"{args.net}: {top1(network, *data.test(args.data)):.2f} % of the test images")


if __name__ == "__main__":
    main()
