// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Training: images, recipes, and a trainer whose runs can be resumed exactly.
 *
 * <p>A {@link io.github.bnn4j.layers.train.Trainer} takes a network, an engine, a {@link
 * io.github.bnn4j.layers.train.TrainingConfig} (the recipe: optimizer, {@link
 * io.github.bnn4j.layers.train.Schedule}, {@link
 * io.github.bnn4j.layers.train.augment.Augmentation}, batch, epochs, seed) and an {@link
 * io.github.bnn4j.layers.train.ImageDataset}. It runs an epoch at a time and tells its {@link
 * io.github.bnn4j.layers.train.TrainingListener}s. Everything random comes from the seed and the
 * number of the epoch, so a training that was stopped between two epochs and resumed from a
 * checkpoint ends in the same weights as one that was not.
 *
 * <p>Latent weights are never decayed, and after each step they are brought back into the set they
 * live in. Trainers belong to one thread; the next batches are made on another.
 */
package io.github.bnn4j.layers.train;
