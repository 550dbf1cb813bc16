// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Pictures in files, and folders of them, as the images that networks take. */
package io.github.bnn4j.examples.images;
