// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.layers.FloatMemory;
import io.github.bnn4j.layers.Parameter;
import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link Sgd} with momentum at work on one parameter, in one pass over a piece of it that fits into
 * the cache. It does what ND4J's updater does, which takes native memory in each step.
 */
final class SgdUpdate implements ParameterUpdate {

  private static final int PIECE = 2048;

  private final Parameter parameter;
  private final Sgd sgd;
  private final INDArray velocity;
  private final FloatMemory velocities;
  private final float[] values;
  private final float[] gradient;
  private final float[] v;

  SgdUpdate(Parameter parameter, Sgd sgd) {
    this.parameter = parameter;
    this.sgd = sgd;
    this.velocity = Nd4j.zeros(DataType.FLOAT, parameter.value().shape());
    this.velocities = new FloatMemory(velocity);
    int piece = (int) Math.min(PIECE, velocity.length());
    values = new float[piece];
    gradient = new float[piece];
    v = new float[piece];
  }

  @Override
  public void step(double rate, int iteration) {
    FloatBuffer valueMemory = parameter.valueMemory();
    FloatBuffer gradientMemory = parameter.gradientMemory();
    FloatBuffer velocityMemory = velocities.floats();
    int length = Math.toIntExact(velocity.length());
    for (int at = 0; at < length; at += PIECE) {
      int count = Math.min(PIECE, length - at);
      valueMemory.get(at, values, 0, count);
      gradientMemory.get(at, gradient, 0, count);
      velocityMemory.get(at, v, 0, count);
      move((float) sgd.momentum(), (float) rate, count);
      valueMemory.put(at, values, 0, count);
      velocityMemory.put(at, v, 0, count);
    }
  }

  private void move(float momentum, float rate, int count) {
    boolean nesterov = sgd.nesterov();
    for (int i = 0; i < count; i++) {
      float step = rate * gradient[i];
      v[i] = momentum * v[i] - step;
      values[i] += nesterov ? momentum * v[i] - step : v[i];
    }
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of("V", velocity);
  }
}
