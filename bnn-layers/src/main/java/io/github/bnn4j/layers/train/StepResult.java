// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.util.List;

/**
 * What a training step brought.
 *
 * @param epoch number of the epoch it belongs to, from 1
 * @param step number of the step within its epoch, from 1
 * @param steps steps of an epoch
 * @param images images of its batch
 * @param loss mean loss of its batch
 * @param top1 accuracy on its batch, per cent
 * @param learningRate its rate
 * @param gradientNorm Euclidean norm of all its gradients together, before any clipping
 * @param flips share of the signs of binary weights that turned in it, 0 to 1; 0 if there are none
 * @param layers gradients and signs layer by layer, of those that have weights
 */
public record StepResult(
    int epoch,
    int step,
    int steps,
    int images,
    double loss,
    double top1,
    double learningRate,
    double gradientNorm,
    double flips,
    List<LayerStep> layers) {}
