extension Array {
    /// The first index of a sorted array whose element meets a condition that all later ones meet too.
    func firstSorted(_ condition: (Element) -> Bool) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low < count ? low : nil
    }
}
