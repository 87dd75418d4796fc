//! ManageSieve (RFC 5804). Not built yet: a storm filter is saved as a file.
