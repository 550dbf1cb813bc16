// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Trainings by a recipe that leave files and can be stopped: {@link
 * io.github.bnn4j.zoo.train.TrainingRun} trains cycle after cycle, writes a checkpoint after each
 * epoch, and goes on from it exactly as if nothing had happened.
 */
package io.github.bnn4j.zoo.train;
