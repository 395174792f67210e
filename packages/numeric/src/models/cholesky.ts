/**
 * Solves A x = b for a symmetric positive definite A by Cholesky factorisation. Overwrites both: A with its factor, b with x.
 *
 * @param matrix row-major, size × size; only the lower triangle is read
 * @returns false when A is not positive definite; then both are left half done
 */
export function solveCholesky(matrix: Float64Array, vector: Float64Array): boolean {
  const size = vector.length;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = at(matrix, row * size + column);
      for (let k = 0; k < column; k += 1) sum -= at(matrix, row * size + k) * at(matrix, column * size + k);
      if (row !== column) matrix[row * size + column] = sum / at(matrix, column * size + column);
      else if (sum > 0) matrix[row * size + row] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let row = 0; row < size; row += 1) {
    let sum = at(vector, row);
    for (let k = 0; k < row; k += 1) sum -= at(matrix, row * size + k) * at(vector, k);
    vector[row] = sum / at(matrix, row * size + row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = at(vector, row);
    for (let k = row + 1; k < size; k += 1) sum -= at(matrix, k * size + row) * at(vector, k);
    vector[row] = sum / at(matrix, row * size + row);
  }
  return true;
}

/** Within bounds by the loops above. */
function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
