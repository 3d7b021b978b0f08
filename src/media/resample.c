/*
 * The weighted sums of Pillow's resize, for resample.wasm:
 *
 *   clang --target=wasm32 -msimd128 -O3 -nostdlib -Wl,--no-entry -Wl,-z,stack-size=1024 -Wl,--strip-all \
 *     -o src/media/resample.wasm src/media/resample.c
 *
 * Sums are of 32 bits, as Pillow's, with weights of 22 bits behind the point. A weight is split into two halves of 15
 * and of up to 9 bits, of which the processor adds up two products at once; what overflows on the way is the same
 * modulo 2^32. For each output, `first` is its first input, `pairs` how many pairs of inputs it is made of, `low` and
 * `high` the halves of their weights, `most` pairs apart.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define PRECISION 22
#define LOW_BITS 15

typedef struct {
  v128_t low, high;
} Sums;

static inline Sums nothing(void) {
  return (Sums){wasm_i32x4_splat(1 << (PRECISION - 1)), wasm_i32x4_splat(0)};
}

static inline void add(Sums *sums, v128_t values, v128_t low, v128_t high) {
  sums->low = wasm_i32x4_add(sums->low, wasm_i32x4_dot_i16x8(values, low));
  sums->high = wasm_i32x4_add(sums->high, wasm_i32x4_dot_i16x8(values, high));
}

static inline v128_t whole(Sums sums) {
  return wasm_i32x4_shr(wasm_i32x4_add(sums.low, wasm_i32x4_shl(sums.high, LOW_BITS)), PRECISION);
}

static inline v128_t bytes(v128_t a, v128_t b, v128_t c, v128_t d) {
  return wasm_u8x16_narrow_i16x8(wasm_i16x8_narrow_i32x4(a, b), wasm_i16x8_narrow_i32x4(c, d));
}

/* Red, green and blue of two neighbours, each beside the other's. */
static inline v128_t neighbours(const uint8_t *pixel) {
  const v128_t zero = wasm_i32x4_splat(0);
  return wasm_i8x16_shuffle(wasm_v128_load64_zero(pixel), zero, 0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16);
}

static inline __attribute__((always_inline)) void across(const uint8_t *in, int32_t inStride, uint8_t *out, int32_t outStride,
                                                         int32_t outputs, const int32_t *first, const int32_t *pairs,
                                                         const int32_t *low, const int32_t *high, int32_t most, const int rows) {
  for (int32_t at = 0; at < outputs; at++, low += most, high += most) {
    Sums sums[4] = {nothing(), nothing(), nothing(), nothing()};
    const uint8_t *pixel = in + first[at] * 3;
    for (int32_t pair = 0; pair < pairs[at]; pair++, pixel += 6) {
      const v128_t lows = wasm_v128_load32_splat(low + pair), highs = wasm_v128_load32_splat(high + pair);
      for (int row = 0; row < rows; row++) add(&sums[row], neighbours(pixel + row * inStride), lows, highs);
    }
    for (int row = 0; row < rows; row++) {
      const v128_t sum = whole(sums[row]);
      const v128_t rgb = bytes(sum, sum, sum, sum);
      uint8_t *to = out + row * outStride + at * 3;
      wasm_v128_store16_lane(to, rgb, 0);
      wasm_v128_store8_lane(to + 2, rgb, 2);
    }
  }
}

/* Makes each row of RGB narrower or wider. */
__attribute__((export_name("resampleRows"))) void resampleRows(const uint8_t *in, int32_t inStride, uint8_t *out,
                                                               int32_t outStride, int32_t rows, int32_t outputs,
                                                               const int32_t *first, const int32_t *pairs,
                                                               const int32_t *low, const int32_t *high, int32_t most) {
  for (; rows >= 4; rows -= 4, in += 4 * inStride, out += 4 * outStride)
    across(in, inStride, out, outStride, outputs, first, pairs, low, high, most, 4);
  for (; rows > 0; rows--, in += inStride, out += outStride)
    across(in, inStride, out, outStride, outputs, first, pairs, low, high, most, 1);
}

/* Makes fewer or more rows of the rows; a stride is a multiple of 16 bytes. */
__attribute__((export_name("resampleColumns"))) void resampleColumns(const uint8_t *in, int32_t stride, uint8_t *out,
                                                                     int32_t outputs, const int32_t *first, const int32_t *pairs,
                                                                     const int32_t *low, const int32_t *high, int32_t most) {
  for (int32_t at = 0; at < outputs; at++, low += most, high += most, out += stride) {
    for (int32_t column = 0; column < stride; column += 16) {
      Sums sums[4] = {nothing(), nothing(), nothing(), nothing()};
      const uint8_t *above = in + first[at] * stride + column;
      for (int32_t pair = 0; pair < pairs[at]; pair++, above += 2 * stride) {
        const v128_t lows = wasm_v128_load32_splat(low + pair), highs = wasm_v128_load32_splat(high + pair);
        const v128_t a = wasm_v128_load(above), b = wasm_v128_load(above + stride);
        const v128_t left = wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const v128_t right = wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        add(&sums[0], wasm_u16x8_extend_low_u8x16(left), lows, highs);
        add(&sums[1], wasm_u16x8_extend_high_u8x16(left), lows, highs);
        add(&sums[2], wasm_u16x8_extend_low_u8x16(right), lows, highs);
        add(&sums[3], wasm_u16x8_extend_high_u8x16(right), lows, highs);
      }
      wasm_v128_store(out + column, bytes(whole(sums[0]), whole(sums[1]), whole(sums[2]), whole(sums[3])));
    }
  }
}
