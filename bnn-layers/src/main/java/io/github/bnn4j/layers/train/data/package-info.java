// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Files of well-known data sets as images to train on: {@link
 * io.github.bnn4j.layers.train.data.IdxImages}, the format of MNIST and Fashion-MNIST, and {@link
 * io.github.bnn4j.layers.train.data.Cifar100}. What is wrong with a file is said in a sentence, by
 * a {@link io.github.bnn4j.core.file.BnnFormatException}.
 */
package io.github.bnn4j.layers.train.data;
