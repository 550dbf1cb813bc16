// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Labelled pictures of one's own, to train on or to measure a network with. Begin with {@link
 * io.github.bnn4j.images.folder.PictureFolder}.
 */
package io.github.bnn4j.images.folder;
