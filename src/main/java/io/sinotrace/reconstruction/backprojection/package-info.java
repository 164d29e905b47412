/**
 * The arithmetic of backprojection, fixed operation by operation as that of a ray is: all forms
 * give the same bits, however an image is cut into slabs of planes. Its name is {@link
 * io.sinotrace.reconstruction.backprojection.Backprojector#ARITHMETIC}.
 *
 * <p>The voxels of a line along z share, in each view, their place across the beam: the two
 * detector columns between which it falls are interpolated once for the line, and along the line
 * rows follow one another evenly. So a line and a view are set up in float64 ({@link
 * io.sinotrace.reconstruction.backprojection.LinePaths}), and float32 runs along the line ({@link
 * io.sinotrace.reconstruction.backprojection.LineKernel}).
 *
 * <h2>Set-up, in float64</h2>
 *
 * <p>The line is at (x, y). View m has cos and sin; D and R are the distances of axis and detector
 * from the source; columns are at a0 + c da (mm, or radians if the detector is curved), rows at r0
 * + r dr; z_k is that of plane k, k_mid = n_z / 2 and h = rows / 2, rounded down.
 *
 * <pre>
 * s = x cos + y sin          t = y cos - x sin
 * parallel:  a = t                   g = 1            W = 1
 * flat:      i = 1 / (D - s)         g = R i          a = t g                  W = (D i) (D i)
 * curved:    l = sqrt((D - s) (D - s) + t t)          a = the angle of (D - s, t), see below
 *            g = R / l               W = (D / l) (D / l)
 * c = (a - a0) (1 / da)      C = floor(c)
 * fc = float32(c - C)        wf = float32(W)
 * cone:      zd = z_kmid - the height of the source's circle; else zd = z_kmid and g = 1
 * pf = float32(((zd g - r0) (1 / dr) - h) - 1/2)      df = float32((dz g) (1 / dr))
 * </pre>
 *
 * <p>A view whose c is not above -1 and below the number of columns adds nothing to the line.
 *
 * <p>The angle of (q, t), q above 0, is worked out from e = |t| and the first of b = 0, 1/2, 1, 3/2
 * for which e is below 7/16 q, 11/16 q, 19/16 q, 39/16 q; b is infinite if there is none. Its sign
 * is that of t. A0 to A10 are the coefficients of fdlibm, which {@link
 * io.sinotrace.reconstruction.backprojection.Arctangent} names; H + L is the arctangent of b, each
 * of the two rounded once.
 *
 * <pre>
 * v = (e - b q) / (q + b e)      (b = 0: e / q;   b = 1: without products;   b infinite: -q / e)
 * z = v v        w = z z
 * odd = A1 + w (A3 + w (A5 + w (A7 + w A9)))
 * even = A0 + w (A2 + w (A4 + w (A6 + w (A8 + w A10))))
 * angle = H + (v - (v (z even + w odd) - L))
 * </pre>
 *
 * <h2>Along the line, in float32</h2>
 *
 * <p>P[c, r] is the filtered value of column c and row r, and 0 beyond the detector: so values fade
 * out over one pixel there. M is 1.5 2^23, whose sum with a number rounds it to an integer, halves
 * to the even one. lo = -h - 3/2 and hi = rows - h - 1/2.
 *
 * <pre>
 * L[r] = fma(fc, P[C + 1, r] - P[C, r], P[C, r])
 * p = min(max(fma(k - k_mid, df, pf), lo), hi)
 * j = (p + M) - M           f = (p - j) + 1/2          (the row is j + f + h)
 * sum_k = fma(wf, fma(f, L[j + 1 + h] - L[j + h], L[j + h]), sum_k)
 * </pre>
 *
 * <p>Views are added in ascending order to sum_k = +0. The voxel is sum_k + 0: no zero is negative.
 */
@NullMarked
package io.sinotrace.reconstruction.backprojection;

import org.jspecify.annotations.NullMarked;
