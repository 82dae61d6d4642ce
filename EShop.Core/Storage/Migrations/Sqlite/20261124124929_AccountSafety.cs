using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AccountSafety : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "erased_at",
                table: "accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_returning",
                table: "accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "erased_addresses",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_addresses", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "former_emails",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    held_until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_emails", x => x.id);
                    table.ForeignKey(
                        name: "fk_former_emails_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sealed_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    value = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_keys", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_erased",
                table: "accounts",
                column: "erased_at",
                filter: "erased_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_former_emails_account_id",
                table: "former_emails",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_former_emails_email",
                table: "former_emails",
                column: "email",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "erased_addresses");

            migrationBuilder.DropTable(
                name: "former_emails");

            migrationBuilder.DropTable(
                name: "sealed_keys");

            migrationBuilder.DropIndex(
                name: "ix_accounts_erased",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "is_returning",
                table: "accounts");
        }
    }
}
