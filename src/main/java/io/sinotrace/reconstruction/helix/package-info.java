/**
 * Images of helical scans, by the weighted filtered backprojection of K. Stierstorfer, A. Rauscher,
 * J. Boese, H. Bruder, S. Schaller and T. Flohr, Weighted FBP: a simple approximate 3D FBP
 * algorithm for multislice spiral CT with good dose usage for arbitrary pitch, Phys. Med. Biol. 49
 * (2004) 2209.
 *
 * <p>The rays of a detector row are sorted into parallel views ({@link
 * io.sinotrace.reconstruction.helix.ParallelViews}, {@link
 * io.sinotrace.reconstruction.helix.Rebinning}) and filtered along the row. All parallel views half
 * a turn apart see the same rays of a voxel from either side, higher or lower: it takes their mean,
 * weighted by the row on which each has the voxel. The row's weight is 1 on the middle half of the
 * detector and falls to 0 at its edges, so that nothing jumps where the detector ends.
 *
 * <h2>The arithmetic</h2>
 *
 * <p>As that of circular scans, which {@link io.sinotrace.reconstruction.backprojection} has, it is
 * fixed operation by operation; its name is {@link
 * io.sinotrace.reconstruction.helix.HelixBackprojector#ARITHMETIC}. Parallel view J, from 0, is at
 * the angle of view 0 plus or minus J pi / N, and its middle ray was measured at height z_J. The N
 * directions of half a turn are taken in ascending order; each of them the views J, J + N and so
 * on. Of a line of voxels at (x, y), with D and R the distances of axis and detector from the
 * source, t0 and dt of the columns, and A[c] how much higher column c was measured than the middle
 * ray:
 *
 * <pre>
 * s = x cos + y sin          t = y cos - x sin
 * c = (t - t0) (1 / dt)      C = floor(c)           fc = float32(c - C)
 * e = sqrt(D D - t t)        l = e - s
 * curved: g = R / l          flat: g = (R D) / (e l)
 * zd = z_kmid - (z_J + (A[C] + (c - C) (A[C + 1] - A[C])))
 * pf = float32(((zd g - r0) (1 / dr) - h) - 1/2)      df = float32((dz g) (1 / dr))
 * </pre>
 *
 * <p>C of A is held between the first column and the last but one. Beyond the detector P[c, r] is 0
 * across the beam, and that of the outermost row along z. With m the middle of the detector on the
 * scale of p, and b = rows / 2, in float32:
 *
 * <pre>
 * v  = fma(f, L[j + 1 + h] - L[j + h], L[j + h]) + 0          as for circular scans
 * a  = |fma(k - k_mid, df, pf) - m|
 * w  = min(max(fma(a, -2 / b, 2), 0), 1)
 * W  = (w w) fma(-2, w, 3) + max(fma(a, -(E / 1.25) / b, E), 0)           E = 2^-10
 * num_k = fma(W, v, num_k)                den_k = den_k + W
 * sum_k = sum_k + num_k / den_k           after the last view of a direction
 * </pre>
 *
 * <p>num_k begins at 0, den_k at 2^-96. The second term of W lets a voxel that is up to a quarter
 * of half the detector beyond its edge, and is seen by no other view of the direction, have what
 * the edge has.
 */
@NullMarked
package io.sinotrace.reconstruction.helix;

import org.jspecify.annotations.NullMarked;
