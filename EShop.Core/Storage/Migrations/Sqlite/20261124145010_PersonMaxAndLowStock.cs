using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PersonMaxAndLowStock : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "low_stock_at",
                table: "skus",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "person_max",
                table: "skus",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "buyers",
                columns: table => new
                {
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    order_count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_buyers", x => x.account_id);
                    table.ForeignKey(
                        name: "fk_buyers_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "low_stock_marks",
                columns: table => new
                {
                    sku_id = table.Column<long>(type: "INTEGER", nullable: false),
                    fell_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_low_stock_marks", x => x.sku_id);
                    table.ForeignKey(
                        name: "fk_low_stock_marks_sku_sku_id",
                        column: x => x.sku_id,
                        principalTable: "skus",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_skus_low_stock_at",
                table: "skus",
                sql: "low_stock_at is null or low_stock_at >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_skus_person_max",
                table: "skus",
                sql: "person_max is null or person_max between 1 and 999");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "buyers");

            migrationBuilder.DropTable(
                name: "low_stock_marks");

            migrationBuilder.DropCheckConstraint(
                name: "ck_skus_low_stock_at",
                table: "skus");

            migrationBuilder.DropCheckConstraint(
                name: "ck_skus_person_max",
                table: "skus");

            migrationBuilder.DropColumn(
                name: "low_stock_at",
                table: "skus");

            migrationBuilder.DropColumn(
                name: "person_max",
                table: "skus");
        }
    }
}
