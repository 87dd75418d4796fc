//! Short lists, kept where they stand: of a hundred thousand messages most have one recipient and answer nothing, and a list of its own
//! in memory for each would take more room than what is in it.

use std::fmt;
use std::ops::Deref;

/// A list that needs no memory of its own up to `N` members. It does not grow.
#[derive(Clone)]
pub enum Few<T, const N: usize> {
    Here(u8, [T; N]),
    // Boxed twice so that the longer list takes no more room here than a short one.
    There(Box<Box<[T]>>),
}

impl<T: Copy + Default, const N: usize> From<&[T]> for Few<T, N> {
    fn from(list: &[T]) -> Self {
        let mut here = [T::default(); N];
        match here.get_mut(..list.len()) {
            Some(slots) if N < 256 => {
                slots.copy_from_slice(list);
                Self::Here(list.len() as u8, here)
            }
            _ => Self::There(Box::new(list.into())),
        }
    }
}

impl<T: Copy + Default, const N: usize> From<Vec<T>> for Few<T, N> {
    fn from(list: Vec<T>) -> Self {
        Self::from(list.as_slice())
    }
}

impl<T: Copy + Default, const N: usize> FromIterator<T> for Few<T, N> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        let mut list = list.into_iter();
        let (mut here, mut count) = ([T::default(); N], 0);
        for (slot, one) in here.iter_mut().zip(&mut list) {
            *slot = one;
            count += 1;
        }
        match list.next() {
            None if N < 256 => Self::Here(count as u8, here),
            next => Self::There(Box::new(here.into_iter().take(count).chain(next).chain(list).collect())),
        }
    }
}

impl<T: Copy + Default, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self::from(&[][..])
    }
}

impl<T, const N: usize> Deref for Few<T, N> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Here(count, list) => list.get(..usize::from(*count)).unwrap_or_default(),
            Self::There(list) => list,
        }
    }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for Few<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: PartialEq, const N: usize> PartialEq for Few<T, N> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

#[cfg(test)]
mod tests;
