// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

/**
 * What an epoch on a cluster brought.
 *
 * @param cycle number of the recipe's cycle, from 1
 * @param epoch number of the epoch in the cycle, from 1
 * @param epochs epochs of the cycle
 * @param loss mean loss over the images of the last stretch of steps, that between the last two
 *     averagings
 * @param top1 accuracy over the same, per cent
 * @param seconds wall time of the epoch, averaging included
 */
public record EpochReport(
    int cycle, int epoch, int epochs, double loss, double top1, double seconds) {}
