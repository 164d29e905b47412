/**
 * The arithmetic of a ray that all backends share: its set-up here, and the march they all perform.
 *
 * <p>All backends give the same bits. The arithmetic has a name, {@link
 * io.sinotrace.projector.Projector#ARITHMETIC}, and is fixed operation by operation: a faster form
 * is right if it performs the same operations on the same operands for every ray. A ray is set up
 * in float64 ({@link io.sinotrace.projector.setup.RaySetup}) and marched in float32 through one
 * slab of voxels after the other along its main axis (the backends). The result is the exact
 * radiological path (Siddon 1985): no interpolation, no tolerance, no running position that errors
 * could gather in.
 *
 * <h2>Set-up, in float64</h2>
 *
 * <p>In box coordinates ({@link io.sinotrace.projector.setup.BoxGeometry}) voxel i of an axis fills
 * [i, i + 1). The grid has n_k voxels along axis k, of which h_k = n_k / 2, rounded down, is the
 * middle. A is the linear part of the map from the box to the world.
 *
 * <pre>
 * D_k = C_k + ((x_c U_k + y_c N_k) + z_r V_k)                 the centre of the pixel
 * cone: d = D - S.   fan: the same from S + z_r V.   parallel: d is given, and S = D
 * a = x if |d_x| &gt;= |d_y| and |d_x| &gt;= |d_z|; else y if |d_y| &gt;= |d_z|; else z
 * b1 &lt; b2 are the other axes; for k = b1, b2:
 *   m_k   = d_k * (1 / d_a), or 0 if that is below 2^-64
 *   R_k   = (S_k - h_k) + (h_a - S_a) * m_k
 *   mf_k  = float32(m_k)          Rf_k  = float32(R_k)
 *   inv_k = 1 / mf_k, or 0 if mf_k = 0
 *   off_k = -inv_k if mf_k &gt; 0, else 0
 *   s_k   = -1 if mf_k &lt; 0, else 1
 * w_k = (A_k0 d_0 + A_k1 d_1) + A_k2 d_2
 * len = float32(sqrt((w_0 w_0 + w_1 w_1) + w_2 w_2) * |1 / d_a|)
 * </pre>
 *
 * <p>The ray meets slabs max(0, floor(min(S_a, D_a))) up to, not including, min(n_a, ceil(max(S_a,
 * D_a))); a parallel ray meets all. An end of the ray strictly inside (0, n_a) lies in slab
 * floor(x) at float32(x - floor(x)): ta for the lower end, tb for the upper; elsewhere ta = 0 and
 * tb = 1. Slabs in which the ray is more than a voxel outside the grid along b1 or b2 may be left
 * out: they add 0.
 *
 * <h2>March, in float32, slab i ascending</h2>
 *
 * <pre>
 * p_k = fma(i - h_a, mf_k, Rf_k)      q_k = fma(i + 1 - h_a, mf_k, Rf_k)      j_k = floor(p_k)
 * u_k = min(max(fma(q_k - j_k, inv_k, off_k), 0), 1)
 * W = 1; but in a slab with an end of the ray:  W = tb - ta,  e = 1 - tb,  u_k = min(max(u_k - e, 0), W)
 * v0 = V[i, j_1, j_2]      v1 = V[i, j_1 + s_1, j_2 + s_2]
 * vm = V[i, j_1 + s_1, j_2] if u_1 &gt; u_2, else V[i, j_1, j_2 + s_2]
 * c  = fma(min(u_1, u_2), v1 - vm, fma(max(u_1, u_2), vm - v0, W * v0))
 * </pre>
 *
 * <p>V is addressed by its middle voxel here (voxel number j_k + h_k along axis k) and is 0 outside
 * the grid. In one slab a ray crosses at most one voxel face along b1 and one along b2; u_k is the
 * share of the slab that is left after that crossing. The contributions c of slabs 32 b to 32 b +
 * 31 are added in ascending order into the sum of block b, and these sums, in ascending order, into
 * that of the ray (from there "canonical-2": with one running sum the error grew with the number of
 * slabs). The line integral is that sum times len. Whatever contributes exactly 0 may be skipped,
 * and a ray's sums may wait in memory between slabs; nothing else may change.
 *
 * <h2>The adjoint</h2>
 *
 * <p>The transpose of all this ({@link io.sinotrace.projector.Adjoint}) has a name of its own,
 * {@link io.sinotrace.projector.Adjoint#ARITHMETIC}. A ray with the value y adds, in each slab, to
 * the voxels that it reads there
 *
 * <pre>
 * t = y * len
 * V[i, j_1, j_2]                 += (W - max(u_1, u_2)) * t
 * the voxel of vm                += (max(u_1, u_2) - min(u_1, u_2)) * t
 * V[i, j_1 + s_1, j_2 + s_2]     += min(u_1, u_2) * t
 * </pre>
 *
 * <p>with u, W, j, s and len as above, every product and every sum rounded to float32. These are
 * the weights that c gives its three voxels. A voxel takes the rays in the order of their view,
 * then column, then row. What views 32 b to 32 b + 31 give it is added up by itself, from 0, and
 * these sums are added in ascending order of b, from 0. So no voxel depends on which others are
 * computed with it: images are split into planes, and the values of any one voxel never. Values
 * must be finite; whatever adds exactly 0 may be skipped.
 *
 * <h2>Names in the code</h2>
 *
 * <table>
 * <caption>Symbols above, where they are, and their units</caption>
 * <tr><th>symbol</th><th>{@link io.sinotrace.projector.setup.RaySetup}</th><th>kernels</th><th>unit</th></tr>
 * <tr><td>d_k, 1 / d_a</td><td>along(k), inverseMain</td><td></td><td>voxels, 1 / voxels</td></tr>
 * <tr><td>h_a - S_a</td><td>toMiddle</td><td></td><td>voxels</td></tr>
 * <tr><td>a, b1, b2</td><td>axis, axis1, axis2</td><td>axis; main and other in a column's plane</td>
 *     <td>0 to 2</td></tr>
 * <tr><td>h_a, h_k</td><td>half(k)</td><td>half, half1, half2; middle</td><td>voxels</td></tr>
 * <tr><td>mf_k</td><td>slope1, slope2</td><td>slope</td><td>voxels a slab</td></tr>
 * <tr><td>Rf_k</td><td>start1, start2</td><td>start</td><td>voxels from the middle</td></tr>
 * <tr><td>inv_k</td><td>inverse1, inverse2</td><td>inverse</td><td>slabs a voxel</td></tr>
 * <tr><td>off_k</td><td>shift1, shift2</td><td>shift</td><td>slabs</td></tr>
 * <tr><td>s_k</td><td>step1, step2</td><td>step</td><td>voxels</td></tr>
 * <tr><td>len</td><td>length</td><td>length</td><td>mm a slab</td></tr>
 * <tr><td>ta, tb</td><td>begin, end</td><td>begin, end</td><td>slabs</td></tr>
 * <tr><td>p_k, q_k</td><td></td><td>p, q</td><td>voxels from the middle</td></tr>
 * <tr><td>j_k</td><td></td><td>j, or its bits: at</td><td>voxels from the middle</td></tr>
 * <tr><td>u_k, W</td><td></td><td>u, width; share for the axis in a column's plane</td>
 *     <td>slabs</td></tr>
 * <tr><td>v0, vm, v1</td><td></td><td>v0, vm, v1; vm is one of vr (next along the row axis) and vc
 *     (next across it)</td><td>1/mm</td></tr>
 * <tr><td>c, its sums</td><td></td><td>c or met; block, sum</td><td>1/mm</td></tr>
 * </table>
 *
 * <p>The CUDA form is in {@code src/main/cuda}: setup.cuh and march.cuh use the same names.
 */
@NullMarked
package io.sinotrace.projector.setup;

import org.jspecify.annotations.NullMarked;
