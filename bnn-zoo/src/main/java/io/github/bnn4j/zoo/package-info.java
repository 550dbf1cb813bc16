// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Networks that are known by name, and their weights.
 *
 * <p>{@link io.github.bnn4j.zoo.PretrainedWeights} loads trained networks, and says what trained
 * them: packed, to classify without a native library, and as the checkpoint they were packed from,
 * to go on training. An {@link io.github.bnn4j.zoo.Architecture} builds a network to train, of any
 * number of classes, and counts its parameters and multiply-accumulates: {@link
 * io.github.bnn4j.zoo.NinArchitecture} has Network in Network (arXiv 1312.4400) with and without
 * groups, {@link io.github.bnn4j.zoo.ResNetArchitecture} residual networks, both in float and
 * binary; the others are for images of 224 x 224. A {@link io.github.bnn4j.zoo.Recipe} says how one
 * is trained; {@link io.github.bnn4j.zoo.ImportedNetwork} reads what PyTorch trained. {@link
 * io.github.bnn4j.zoo.Cifar10} and {@link io.github.bnn4j.zoo.ImageNet} have what these networks
 * have to know about their data.
 */
package io.github.bnn4j.zoo;
