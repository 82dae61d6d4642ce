using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace EShop.Core.Storage;

/// <summary>For <c>dotnet ef migrations add</c>, which needs a provider and no database.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteShopDbContext>
{
    public SqliteShopDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqliteShopDbContext>()
            .UseSqlite("Data Source=design.db").UseSnakeCaseNamingConvention().Options);
}

internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresShopDbContext>
{
    public PostgresShopDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<PostgresShopDbContext>()
            .UseNpgsql("Host=design").UseSnakeCaseNamingConvention().Options);
}
