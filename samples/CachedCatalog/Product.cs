namespace CachedCatalog;

public sealed record Product(int Id, string Name, string Author, decimal Price);
