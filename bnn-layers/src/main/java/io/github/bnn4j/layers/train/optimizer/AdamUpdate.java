// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.optimizer;

import io.github.bnn4j.layers.FloatMemory;
import io.github.bnn4j.layers.Parameter;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link Adam} at work on one parameter, in one pass over a piece of it that fits into the cache.
 * It does what ND4J's updater does, which took six times as long for a network of a million
 * parameters.
 */
final class AdamUpdate implements ParameterUpdate {

  private static final int PIECE = 2048;

  private final Parameter parameter;
  private final Adam adam;
  private final INDArray mean;
  private final INDArray squares;
  private final FloatMemory meansMemory;
  private final FloatMemory squaresMemory;
  private final float[] values;
  private final float[] gradient;
  private final float[] m;
  private final float[] v;

  AdamUpdate(Parameter parameter, Adam adam) {
    this.parameter = parameter;
    this.adam = adam;
    this.mean = Nd4j.zeros(parameter.value().dataType(), parameter.value().shape());
    this.squares = mean.like();
    this.meansMemory = new FloatMemory(mean);
    this.squaresMemory = new FloatMemory(squares);
    int piece = (int) Math.min(PIECE, mean.length());
    values = new float[piece];
    gradient = new float[piece];
    m = new float[piece];
    v = new float[piece];
  }

  @Override
  public void step(double rate, int iteration) {
    double ofMean = 1 - Math.pow(adam.beta1(), iteration + 1.0);
    double ofSquares = 1 - Math.pow(adam.beta2(), iteration + 1.0);
    float size = (float) (rate * Math.sqrt(ofSquares) / ofMean);
    FloatBuffer valueMemory = parameter.valueMemory();
    FloatBuffer gradientMemory = parameter.gradientMemory();
    FloatBuffer meanMemory = meansMemory.floats();
    FloatBuffer squareMemory = squaresMemory.floats();
    int length = (int) parameter.value().length();
    for (int at = 0; at < length; at += PIECE) {
      int count = Math.min(PIECE, length - at);
      valueMemory.get(at, values, 0, count);
      gradientMemory.get(at, gradient, 0, count);
      meanMemory.get(at, m, 0, count);
      squareMemory.get(at, v, 0, count);
      average(m, gradient, (float) adam.beta1(), count);
      averageSquares(v, gradient, (float) adam.beta2(), count);
      move(values, m, v, size, (float) adam.epsilon(), count);
      valueMemory.put(at, values, 0, count);
      meanMemory.put(at, m, 0, count);
      squareMemory.put(at, v, 0, count);
    }
  }

  private static void average(float[] average, float[] of, float decay, int count) {
    float rest = 1 - decay;
    for (int i = 0; i < count; i++) {
      average[i] = decay * average[i] + rest * of[i];
    }
  }

  private static void averageSquares(float[] average, float[] of, float decay, int count) {
    float rest = 1 - decay;
    for (int i = 0; i < count; i++) {
      average[i] = decay * average[i] + rest * (of[i] * of[i]);
    }
  }

  private static void move(
      float[] values, float[] m, float[] v, float size, float epsilon, int count) {
    for (int i = 0; i < count; i++) {
      values[i] -= size * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }

  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>();
    state.put("M", mean);
    state.put("V", squares);
    return state;
  }
}
