// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

/**
 * A class a network saw in an image.
 *
 * @param label the name of the class
 * @param index its index among the labels of the network
 * @param probability the softmax probability, 0 to 1
 */
public record Prediction(String label, int index, float probability) {}
