package syntic.miniature.train;

import java.util.Arrays;

/**
 * The assignment of rows to columns with the least total cost (Kuhn 1955, by shortest augmenting paths): how DETR
 * decides which query answers for which object.
 */
final class HungarianMatcher {
    private HungarianMatcher() {}

    /**
     * @param cost [rows][columns] with rows ≤ columns, finite
     * @return the column of every row, all different
     */
    static int[] assign(double[][] cost) {
        int rows = cost.length;
        int columns = rows == 0 ? 0 : cost[0].length;
        if (rows > columns) {
            throw new IllegalArgumentException(rows + " rows cannot have " + columns + " columns of their own");
        }
        // Row and column 0 are virtual: a new row enters through column 0.
        double[] rowPrice = new double[rows + 1];
        double[] columnPrice = new double[columns + 1];
        int[] rowOf = new int[columns + 1];
        for (int row = 1; row <= rows; row++) {
            augment(cost, row, rowPrice, columnPrice, rowOf);
        }
        int[] columnOf = new int[rows];
        for (int column = 1; column <= columns; column++) {
            if (rowOf[column] > 0) {
                columnOf[rowOf[column] - 1] = column - 1;
            }
        }
        return columnOf;
    }

    /** Finds the cheapest path from {@code row} to a free column and moves every row on it one step. */
    private static void augment(double[][] cost, int row, double[] rowPrice, double[] columnPrice, int[] rowOf) {
        int columns = rowOf.length - 1;
        double[] least = new double[columns + 1];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        boolean[] visited = new boolean[columns + 1];
        int[] from = new int[columns + 1];
        rowOf[0] = row;
        int column = 0;
        while (rowOf[column] != 0) {
            visited[column] = true;
            int current = rowOf[column];
            int next = -1;
            for (int j = 1; j <= columns; j++) {
                if (!visited[j]) {
                    double reduced = cost[current - 1][j - 1] - rowPrice[current] - columnPrice[j];
                    if (reduced < least[j]) {
                        least[j] = reduced;
                        from[j] = column;
                    }
                    if (next < 0 || least[j] < least[next]) {
                        next = j;
                    }
                }
            }
            double delta = least[next];
            for (int j = 0; j <= columns; j++) {
                if (visited[j]) {
                    rowPrice[rowOf[j]] += delta;
                    columnPrice[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
        }
        while (column != 0) {
            rowOf[column] = rowOf[from[column]];
            column = from[column];
        }
    }
}
