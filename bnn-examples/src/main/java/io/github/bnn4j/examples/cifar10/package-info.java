// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009): from a
 * directory, from a verified download, and the complete test set as a resource of this module.
 */
package io.github.bnn4j.examples.cifar10;
