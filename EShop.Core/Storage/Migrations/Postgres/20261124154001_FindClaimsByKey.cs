using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class FindClaimsByKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_coupon_claims_account_id_state",
                table: "coupon_claims");

            migrationBuilder.CreateIndex(
                name: "ix_coupon_claims_account_id_request_key",
                table: "coupon_claims",
                columns: new[] { "account_id", "request_key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_coupon_claims_account_id_request_key",
                table: "coupon_claims");

            migrationBuilder.CreateIndex(
                name: "ix_coupon_claims_account_id_state",
                table: "coupon_claims",
                columns: new[] { "account_id", "state" });
        }
    }
}
