// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Pictures in files, streams and memory as the images that networks take. Begin with {@link
 * io.github.bnn4j.images.PictureClassifier}; {@link io.github.bnn4j.images.PictureReader} has the
 * rules.
 */
package io.github.bnn4j.images;
