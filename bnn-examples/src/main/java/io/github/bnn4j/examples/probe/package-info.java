// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Short trainings that tell which change of a recipe helps, on held-out training images and over
 * several seeds. Nothing here sees the test images.
 */
package io.github.bnn4j.examples.probe;
