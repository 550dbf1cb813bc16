// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Networks that are known by name, and their weights.
 *
 * <p>{@link io.github.bnn4j.zoo.NinArchitecture} describes the networks, Network in Network (arXiv
 * 1312.4400) with and without groups, in float and binary: it builds one for training and counts
 * its parameters and multiply-accumulates. {@link io.github.bnn4j.zoo.PretrainedWeights} loads
 * trained ones, and says what trained them: packed, to classify without a native library, and as
 * the checkpoint it was packed from, to go on training. {@link io.github.bnn4j.zoo.Cifar10} has
 * what these networks have to know about their data.
 */
package io.github.bnn4j.zoo;
