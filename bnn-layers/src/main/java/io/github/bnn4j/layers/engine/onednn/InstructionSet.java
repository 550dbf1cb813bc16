// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import java.util.Arrays;

/** What oneDNN's primitives use of the instructions of this CPU, from the most to the least. */
enum InstructionSet {
  AMX("AVX-512 with AMX", dnnl_cpu_isa_avx512_core_amx),
  BFLOAT16("AVX-512 with bfloat16", dnnl_cpu_isa_avx512_core_bf16),
  AVX512_VNNI("AVX-512 with VNNI", dnnl_cpu_isa_avx512_core_vnni),
  AVX512("AVX-512", dnnl_cpu_isa_avx512_core),
  AVX2_VNNI("AVX2 with VNNI", dnnl_cpu_isa_avx2_vnni),
  AVX2("AVX2", dnnl_cpu_isa_avx2),
  OLDER("no AVX2", 0);

  private final String text;
  private final int bits;

  InstructionSet(String text, int bits) {
    this.text = text;
    this.bits = bits;
  }

  /** The first in the list that this CPU has, unless ONEDNN_MAX_CPU_ISA forbids it. */
  static InstructionSet best() {
    return Arrays.stream(values()).filter(InstructionSet::isThere).findFirst().orElse(OLDER);
  }

  private boolean isThere() {
    return (dnnl_get_effective_cpu_isa() & bits) == bits;
  }

  /** Whether the CPU itself multiplies bfloat16 and sums in float32. */
  static boolean hasBfloat16() {
    return BFLOAT16.isThere();
  }

  /** Whether int8 is multiplied faster than float32. */
  static boolean multipliesInt8() {
    return AVX2.isThere();
  }

  /**
   * Whether oneDNN halves int8 weights that multiply signed numbers when it packs them, and rounds
   * the halves. A CPU without instructions that sum products of int8 in int32 sums two of them in
   * int16 first, which has no room for the products of the largest numbers.
   */
  static boolean halvesInt8Weights() {
    return !AVX512_VNNI.isThere() && !AVX2_VNNI.isThere();
  }

  /** Names it, for people. */
  @Override
  public String toString() {
    return text;
  }
}
